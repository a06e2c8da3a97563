using Vandar.Core.Http;

namespace Vandar.Core.Customers;

/// <summary>
/// The bank cards of one customer, by their numbers; made by <see cref="CustomerClient.Cards"/>. Vandar API, customer cards chapter.
/// </summary>
/// <remarks>
/// The card number travels in the address of <see cref="Delete"/>, <see cref="Inquire"/> and <see cref="SetDefault"/>: encrypted on the way, but
/// readable to whoever logs addresses.
/// </remarks>
public readonly struct CustomerCardsClient
{
    private static readonly Operation s_create =
        Operation.Post("customers.cards.create", Repeat.Keyed, "data").OrBare().Settled("Customer(…).Cards.List");
    private static readonly Operation s_list = Operation.Get("customers.cards.list");
    private static readonly Operation s_delete = Operation.Delete("customers.cards.delete").MayBeEmpty();
    private static readonly Operation s_inquire =
        Operation.Post("customers.cards.inquire", Repeat.Never, "data").OrBare().Settled("Customer(…).Cards.List");
    private static readonly Operation s_setDefault = Operation.Post("customers.cards.set_default", Repeat.Converges).MayBeEmpty();
    private static readonly Operation s_toIban =
        Operation.Post("customers.cards.to_iban", Repeat.Never, "data").OrBare().Settled("Customer(…).Ibans.List");

    private readonly ApiCore? _core;
    private readonly string? _customer;

    internal CustomerCardsClient(ApiCore api, string customer)
    {
        _core = api;
        _customer = customer;
    }

    private ApiCore Api => _core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Customer(…).Cards.");

    /// <summary>
    /// Registers a card of the customer, by <c>POST /v3/business/:business/customers/:customer/cards</c>. With
    /// <see cref="CreateCustomerCard.HasInquiry"/> the bank is asked for the owner, which is billed (inferred).
    /// </summary>
    /// <remarks>
    /// Keyed by <see cref="CustomerOwnerRequest.TrackId"/>, which comes from newer clients and not from the vendor's documents. It is repeated by
    /// itself only where nothing was done; after an unknown outcome <see cref="List"/> tells.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">Refused; <see cref="VandarApiException.Errors"/> names a name that the customer lacks.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerCard> Create(CreateCustomerCard request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_create, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cards", request, CustomersJson.Default.CreateCustomerCard,
            CustomersJson.Default.CustomerCard, options, cancellationToken);
    }

    /// <summary>The customer's cards, by <c>GET /v3/business/:business/customers/:customer/cards</c>, page by page.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CustomerCard> List(CustomerPageQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CustomerCardsClient cards = this;
        return NumberedPage.List(s_list, row => row.Card, (page, cancellationToken) => cards.ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is; null for the server's choice.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that says nothing.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CustomerCard>> ListPage(
        CustomerPageQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cards";
        CustomerPageQuery.AppendTo(ref path, query, page);
        return NumberedRows<CustomerCard>.ToPage(
            Api.Send(s_list, path, CustomersJson.Default.NumberedRowsCustomerCard, options, cancellationToken), s_list, page, null);
    }

    /// <summary>
    /// Deletes a registered card, by <c>DELETE /v3/business/:business/customers/:customer/cards/:card</c>. A repeat ends in the same state, but may
    /// be answered with the 404 of a card that is gone. The card number travels in the address.
    /// </summary>
    /// <exception cref="ArgumentException">The card number is <c>default</c>. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAcknowledgement> Delete(
        CardNumber cardNumber, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string segment = Segment(cardNumber);
        return Api.Send(
            s_delete, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cards/{segment}",
            CustomersJson.Default.CustomerAcknowledgement, options, cancellationToken);
    }

    /// <summary>
    /// Asks the bank for the owner of a card and compares the names, by
    /// <c>POST /v3/business/:business/customers/:customer/cards/:card/inquiry</c>. Never repeated by itself: it is billed, which is inferred.
    /// </summary>
    /// <remarks>
    /// That the names differ is an ordinary answer: look at <see cref="CardOwnership.Compatibility"/>. That a finished inquiry shows in
    /// <see cref="List"/>, where an unknown outcome can be settled, is inferred. The card number travels in the address.
    /// </remarks>
    /// <param name="cardNumber">The card.</param>
    /// <param name="request">The key, and the names that the customer lacks.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The card number is <c>default</c>, or the request breaks a rule; the exception names its member. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CardOwnership> Inquire(
        CardNumber cardNumber, InquireOwner request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string segment = Segment(cardNumber);
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_inquire, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cards/{segment}/inquiry", request,
            CustomersJson.Default.InquireOwner, CustomersJson.Default.CardOwnership, options, cancellationToken);
    }

    /// <summary>
    /// Makes a registered card the customer's default, by <c>POST /v3/business/:business/customers/:customer/cards/:card/set-default</c>. A repeat
    /// ends in the same state. The card number travels in the address.
    /// </summary>
    /// <exception cref="ArgumentException">The card number is <c>default</c>. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAcknowledgement> SetDefault(
        CardNumber cardNumber, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string segment = Segment(cardNumber);
        return Api.Send(
            s_setDefault, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cards/{segment}/set-default",
            CustomersJson.Default.CustomerAcknowledgement, options, cancellationToken);
    }

    /// <summary>
    /// Finds the IBAN behind a card and registers it with the customer, which is inferred, by
    /// <c>POST /v3/business/:business/customers/:customer/cards/to-iban</c>. Never repeated by itself: it is billed, which is inferred.
    /// </summary>
    /// <remarks>
    /// After an unknown outcome <see cref="CustomerIbansClient.List"/> tells. Banks for which it worked in 2023: Eghtesad Novin, Keshavarzi, Saman,
    /// Sarmayeh, Saderat, Resalat, Dey, Ansar, Shahr, Tejarat, Iran Zamin, Sina, Sanat va Madan, Pasargad, Melli.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerIban> ToIban(ConvertCardToIban request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_toIban, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/cards/to-iban", request,
            CustomersJson.Default.ConvertCardToIban, CustomersJson.Default.CustomerIban, options, cancellationToken);
    }

    private static string Segment(CardNumber cardNumber) =>
        cardNumber.IsEmpty ? throw new ArgumentException("The card number must be set.", nameof(cardNumber)) : cardNumber.Value;
}
