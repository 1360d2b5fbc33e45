namespace CodexA2A.Api.Cards;

/// <summary>What is made of a card, and made again when the card is another.</summary>
/// <param name="source">The card as it is now.</param>
/// <param name="make">Makes it.</param>
internal sealed class OfCard(Func<Card> source, Func<Card, Card> make)
{
    private volatile Tuple<Card, Card>? made;

    /// <summary>What is made of the card as it is now.</summary>
    public Card Value
    {
        get
        {
            var card = source();
            var known = made;
            // Two at the same time may make it twice; the last one is kept.
            if (!ReferenceEquals(known?.Item1, card)) made = known = Tuple.Create(card, make(card));
            return known!.Item2;
        }
    }
}
