namespace Vandar.Core.Sandbox;
internal static class Program { private static void Main() { } }
