namespace Vandar.Core.Tests.EndToEnd;

/// <summary>A call that the sandbox executes and whose answer does not arrive.</summary>
internal static class LostAnswer
{
    /// <summary>What the caller is left with.</summary>
    internal static async Task<VandarException> Of<T>(ClientAndSandbox shop, Func<ValueTask<T>> call)
    {
        shop.LoseNextAnswer();
        VandarTransportException? failure = await Assert.ThrowsAsync<VandarTransportException>(() => call().AsTask());
        Assert.That((failure!.Outcome, failure.Attempts), Is.EqualTo((RequestOutcome.Unknown, 1)));
        return failure;
    }
}
