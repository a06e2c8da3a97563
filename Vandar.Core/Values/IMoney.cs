namespace Vandar.Core;

/// <summary>What the converters need to know of an amount: its number, in its own unit.</summary>
internal interface IMoney<TSelf>
    where TSelf : struct, IMoney<TSelf>
{
    long Value { get; }

    static abstract TSelf Of(long value);
}
