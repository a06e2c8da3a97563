using Vandar.Core.Http;

namespace Vandar.Core.Customers;

/// <summary>
/// The bank accounts of one customer, by their IBANs; made by <see cref="CustomerClient.Ibans"/>. Vandar API, customer IBANs chapter.
/// </summary>
/// <remarks>
/// The IBAN travels in the address of <see cref="Inquire"/> and <see cref="SetDefault"/>: encrypted on the way, but readable to whoever logs
/// addresses.
/// </remarks>
public readonly struct CustomerIbansClient
{
    private static readonly Operation s_create =
        Operation.Post("customers.ibans.create", Repeat.Keyed, "data").OrBare().Settled("Customer(…).Ibans.List");
    private static readonly Operation s_list = Operation.Get("customers.ibans.list");
    private static readonly Operation s_delete = Operation.Delete("customers.ibans.delete").MayBeEmpty();
    private static readonly Operation s_inquire =
        Operation.Post("customers.ibans.inquire", Repeat.Never, "data").OrBare().Settled("Customer(…).Ibans.List");
    private static readonly Operation s_setDefault = Operation.Post("customers.ibans.set_default", Repeat.Converges).MayBeEmpty();

    private readonly ApiCore? _core;
    private readonly string? _customer;

    internal CustomerIbansClient(ApiCore api, string customer)
    {
        _core = api;
        _customer = customer;
    }

    private ApiCore Api => _core ?? throw new InvalidOperationException("This scope was not made by a client: use client.Customer(…).Ibans.");

    /// <summary>
    /// Registers an IBAN of the customer, by <c>POST /v3/business/:business/customers/:customer/ibans</c>. With
    /// <see cref="CreateCustomerIban.HasInquiry"/> the bank is asked for the owner, which is billed (inferred).
    /// </summary>
    /// <remarks>
    /// Keyed by <see cref="CustomerOwnerRequest.TrackId"/>, which comes from newer clients and not from the vendor's documents. It is repeated by
    /// itself only where nothing was done; after an unknown outcome <see cref="List"/> tells.
    /// </remarks>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">Refused; <see cref="VandarApiException.Errors"/> names a name that the customer lacks.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerIban> Create(CreateCustomerIban request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_create, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/ibans", request, CustomersJson.Default.CreateCustomerIban,
            CustomersJson.Default.CustomerIban, options, cancellationToken);
    }

    /// <summary>The customer's IBANs, by <c>GET /v3/business/:business/customers/:customer/ibans</c>, page by page.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CustomerIban> List(CustomerPageQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        CustomerIbansClient ibans = this;
        return NumberedPage.List(s_list, row => row.Iban, (page, cancellationToken) => ibans.ListPage(query, page, options, cancellationToken));
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
    public ValueTask<Page<CustomerIban>> ListPage(
        CustomerPageQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/ibans";
        CustomerPageQuery.AppendTo(ref path, query, page);
        return NumberedRows<CustomerIban>.ToPage(
            Api.Send(s_list, path, CustomersJson.Default.NumberedRowsCustomerIban, options, cancellationToken), s_list, page, null);
    }

    /// <summary>
    /// Deletes an IBAN of the customer, by <c>DELETE /v3/business/:business/customers/:customer/ibans</c> with the IBAN in the body. A repeat ends in
    /// the same state, but may be answered with the 404 of an IBAN that is gone.
    /// </summary>
    /// <remarks>
    /// The vendor's index has no IBAN in the path, so that it stands in the body is inferred. The vendor's older pages have it in the path, as the
    /// cards do: <see cref="DeleteCustomerIban.InPath"/>. Where the one is refused, the other is the server's.
    /// </remarks>
    /// <exception cref="ArgumentException">The IBAN is <c>default</c>. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAcknowledgement> Delete(
        DeleteCustomerIban request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return request.InPath
            ? Api.Send(
                s_delete, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/ibans/{request.Iban.Value}",
                CustomersJson.Default.CustomerAcknowledgement, options, cancellationToken)
            : Api.Send(
                s_delete, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/ibans", request, CustomersJson.Default.DeleteCustomerIban,
                CustomersJson.Default.CustomerAcknowledgement, options, cancellationToken);
    }

    /// <summary>
    /// Asks the bank for the owner of a registered IBAN and compares the names, by
    /// <c>POST /v3/business/:business/customers/:customer/ibans/:iban/inquiry</c>. Never repeated by itself: it is billed, which is inferred.
    /// </summary>
    /// <remarks>
    /// That the names differ is an ordinary answer: look at <see cref="IbanOwnership.Compatibility"/>. That a finished inquiry shows in
    /// <see cref="List"/>, where an unknown outcome can be settled, is inferred. The IBAN travels in the address.
    /// </remarks>
    /// <param name="iban">A registered IBAN.</param>
    /// <param name="request">The key, and the names that the customer lacks.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The IBAN is <c>default</c>, or the request breaks a rule; the exception names its member. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IbanOwnership> Inquire(
        Iban iban, InquireOwner request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string segment = Segment(iban);
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return Api.Send(
            s_inquire, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/ibans/{segment}/inquiry", request,
            CustomersJson.Default.InquireOwner, CustomersJson.Default.IbanOwnership, options, cancellationToken);
    }

    /// <summary>
    /// Makes a registered IBAN the customer's default, by <c>POST /v3/business/:business/customers/:customer/ibans/:iban/set-default</c>. A repeat
    /// ends in the same state. The IBAN travels in the address.
    /// </summary>
    /// <exception cref="ArgumentException">The IBAN is <c>default</c>. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAcknowledgement> SetDefault(Iban iban, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        string segment = Segment(iban);
        return Api.Send(
            s_setDefault, $"{Api.ApiHost}/v3/business/{Api.Business}/customers/{_customer}/ibans/{segment}/set-default",
            CustomersJson.Default.CustomerAcknowledgement, options, cancellationToken);
    }

    private static string Segment(Iban iban) => iban.IsEmpty ? throw new ArgumentException("The IBAN must be set.", nameof(iban)) : iban.Value;
}
