namespace Vandar.Core;

/// <summary>
/// Marks a model whose members are guessed from sibling calls: its text says so, and it keeps what it does not know in an extension bag, which
/// costs more than a kilobyte an answer and is allowed nowhere else.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class InferredShapeAttribute : Attribute;
