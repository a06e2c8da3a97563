namespace Vandar.Core;

/// <summary>
/// Marks a model whose members are guessed from sibling calls: its text says so, and it keeps what it does not know in an extension bag, which
/// costs more than a kilobyte an answer and is allowed nowhere else.
/// </summary>
/// <remarks>
/// A state is a wire enum where a sibling call lends it words, whose texts then say that they are inferred; it is plain text where no word is known.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class InferredShapeAttribute : Attribute;
