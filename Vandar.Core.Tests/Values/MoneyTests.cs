namespace Vandar.Core.Tests.Values;

[TestFixture]
internal sealed class MoneyTests
{
    [Test]
    public void One_Toman_is_ten_Rial()
    {
        Assert.That(Toman.Of(15_000).ToRial(), Is.EqualTo(Rial.Of(150_000)));
        Assert.That(Rial.Of(150_000).ToToman(), Is.EqualTo(Toman.Of(15_000)));
        Assert.That(Rial.Of(-10).ToToman(), Is.EqualTo(Toman.Of(-1)));
    }

    [Test]
    public void A_part_of_a_Toman_is_never_dropped([Values(1, 9, 15, -1, long.MaxValue)] long rial)
    {
        Assert.That(() => Rial.Of(rial).ToToman(), Throws.InvalidOperationException.With.Message.Contains("divide by ten"));
    }

    [Test]
    public void Arithmetic_is_checked()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Rial.Of(long.MaxValue) + Rial.Of(1), Throws.TypeOf<OverflowException>());
            Assert.That(() => Rial.Of(long.MinValue) - Rial.Of(1), Throws.TypeOf<OverflowException>());
            Assert.That(() => Toman.Of(long.MaxValue) + Toman.Of(1), Throws.TypeOf<OverflowException>());
            Assert.That(() => Toman.Of(long.MinValue) - Toman.Of(1), Throws.TypeOf<OverflowException>());
            Assert.That(() => Toman.Of((long.MaxValue / 10) + 1).ToRial(), Throws.TypeOf<OverflowException>());
            Assert.That(Rial.Of(7) + Rial.Of(5) - Rial.Of(2), Is.EqualTo(Rial.Of(10)));
            Assert.That(Toman.Of(7) + Toman.Of(5) - Toman.Of(2), Is.EqualTo(Toman.Of(10)));
        });
    }

    [Test]
    public void Amounts_are_ordered()
    {
        (Rial oneRial, Rial twoRial, Toman oneToman, Toman twoToman) = (Rial.Of(1), Rial.Of(2), Toman.Of(1), Toman.Of(2));

        Assert.That(oneRial < twoRial && twoRial > oneRial && oneRial <= twoRial && twoRial >= oneRial, Is.True);
        Assert.That(oneToman < twoToman && twoToman > oneToman && oneToman <= twoToman && twoToman >= oneToman, Is.True);
        Assert.That(twoRial < oneRial || oneRial > twoRial || twoRial <= oneRial || oneRial >= twoRial, Is.False);
        Assert.That(twoToman < oneToman || oneToman > twoToman || twoToman <= oneToman || oneToman >= twoToman, Is.False);
        Assert.That(oneRial <= Rial.Of(1) && oneRial >= Rial.Of(1) && oneToman <= Toman.Of(1) && oneToman >= Toman.Of(1), Is.True);
        Assert.That(oneRial < Rial.Of(1) || oneRial > Rial.Of(1) || oneToman < Toman.Of(1) || oneToman > Toman.Of(1), Is.False);
        Assert.That(new[] { Rial.Of(3), Rial.Zero, Rial.Of(-1) }.Order(), Is.EqualTo(new[] { Rial.Of(-1), Rial.Zero, Rial.Of(3) }));
        Assert.That(new[] { Toman.Of(3), Toman.Zero }.Order(), Is.EqualTo(new[] { Toman.Zero, Toman.Of(3) }));
    }

    [Test, Category("S5")]
    public void Text_is_the_same_in_every_culture([ValueSource(typeof(Cultures), nameof(Cultures.All))] string culture)
    {
        Assert.That(Cultures.Under(culture, () => $"{Rial.Of(150_000)}, {Rial.Of(-5)}, {Toman.Of(15_000)}"),
            Is.EqualTo("150000 Rial, -5 Rial, 15000 Toman"));
    }

    [Test]
    public void No_number_and_no_other_unit_converts_by_itself()
    {
        IEnumerable<string> conversions = new[] { typeof(Rial), typeof(Toman) }.SelectMany(type => type.GetMethods())
            .Select(method => method.Name).Where(name => name is "op_Implicit" or "op_Explicit");

        Assert.That(conversions, Is.Empty);
    }
}
