using System.Globalization;
using Vandar.Core.Http;

namespace Vandar.Core.Customers;

/// <summary>
/// The people and companies the business deals with, and the custom fields it keeps of them. What belongs to one customer (wallet, IBANs, cards)
/// hangs on <see cref="VandarClient.Customer"/>. Vandar API, customers and custom fields chapters.
/// </summary>
public sealed class CustomersClient
{
    private static readonly Operation s_list = Operation.Get("customers.list");
    private static readonly Operation s_create = Operation.Post("customers.create", Repeat.Never, "result", "customer").Settled("Customers.List");
    private static readonly Operation s_update = Operation.Put("customers.update", "customer");
    private static readonly Operation s_delete = Operation.Delete("customers.delete").MayBeEmpty();
    private static readonly Operation s_get = Operation.Get("customers.get", "customer");
    private static readonly Operation s_cities = Operation.Get("customers.cities");
    private static readonly Operation s_merchantCategories = Operation.Get("customers.merchant_categories");

    private readonly ApiCore _api;

    internal CustomersClient(ApiCore api)
    {
        _api = api;
        Fields = new(api);
    }

    /// <summary>The custom fields that the business keeps of its customers.</summary>
    public CustomerFieldsClient Fields { get; }

    /// <summary>The customers, with their wallets' balances in Rial, by <c>GET /v2/business/:business/customers</c>, page by page.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CustomerListItem> List(CustomerPageQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(s_list, customer => customer.Id, (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is; null for the server's choice.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that has no id.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CustomerListItem>> ListPage(
        CustomerPageQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{_api.ApiHost}/v2/business/{_api.Business}/customers";
        CustomerPageQuery.AppendTo(ref path, query, page);
        return NumberedRows<CustomerListItem>.ToPage(
            _api.Send(s_list, path, CustomersJson.Default.NumberedRowsCustomerListItem, options, cancellationToken), s_list, page, null);
    }

    /// <summary>Creates a customer, a person or a company, by <c>POST /v2/business/:business/customers</c>, and returns the id.</summary>
    /// <remarks>
    /// Never repeated by itself: there is no key, and a repeat may make a second customer. After an unknown outcome look through <see cref="List"/>.
    /// </remarks>
    /// <param name="request">An <see cref="IndividualCustomer"/> or a <see cref="LegalCustomer"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule; the exception names its member. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">
    /// Refused; <see cref="VandarApiException.Errors"/> names the fields, an unknown custom field as <c>custom_fields.0.field_id</c>.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CreatedCustomer> Create(CustomerDetails request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        request.CheckNew();
        return _api.Send(
            s_create, $"{_api.ApiHost}/v2/business/{_api.Business}/customers", request, CustomersJson.Default.CustomerDetails,
            CustomersJson.Default.CreatedCustomer, options, cancellationToken);
    }

    /// <summary>
    /// Changes a customer, by <c>PUT /v2/business/:business/customers/:customer</c>, and returns the customer as it is then; the balance is Rial. A
    /// repeat ends in the same state.
    /// </summary>
    /// <remarks>Whether a member that is left out keeps its value is not documented: to be sure send all of them, from <see cref="Get"/>.</remarks>
    /// <param name="customerId">The id of <see cref="CreatedCustomer"/> or of <see cref="List"/>.</param>
    /// <param name="request">What changes, of an <see cref="IndividualCustomer"/> or a <see cref="LegalCustomer"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">
    /// The id cannot be one, or the request breaks a rule; the exception names its member. Nothing was sent.
    /// </exception>
    /// <exception cref="VandarApiException">Refused; a 404 means a deleted customer, or one of another business.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Customer> Update(
        string customerId, CustomerDetails request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckId(customerId);
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        request.CheckChange();
        return _api.Send(
            s_update, $"{_api.ApiHost}/v2/business/{_api.Business}/customers/{customerId}", request, CustomersJson.Default.CustomerDetails,
            CustomersJson.Default.Customer, options, cancellationToken);
    }

    /// <summary>Deletes a customer, by <c>DELETE /v2/business/:business/customers/:customer</c>.</summary>
    /// <remarks>
    /// A repeat ends in the same state, but may be answered with the 404 of a customer who is gone. Whether one with money in the wallet can be
    /// deleted, and where that money goes, is not documented: withdraw it first.
    /// </remarks>
    /// <param name="customerId">The id of <see cref="CreatedCustomer"/> or of <see cref="List"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be one. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAcknowledgement> Delete(
        string customerId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckId(customerId);
        return _api.Send(
            s_delete, $"{_api.ApiHost}/v2/business/{_api.Business}/customers/{customerId}", CustomersJson.Default.CustomerAcknowledgement, options,
            cancellationToken);
    }

    /// <summary>
    /// One customer, by <c>GET /v2/business/:business/customers/:customer</c>; the balance is Rial. A read: repeated where that helps.
    /// </summary>
    /// <param name="customerId">The id of <see cref="CreatedCustomer"/> or of <see cref="List"/>.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id cannot be one. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">A 404 means a deleted customer, or one of another business.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Customer> Get(string customerId, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckId(customerId);
        return _api.Send(
            s_get, $"{_api.ApiHost}/v2/business/{_api.Business}/customers/{customerId}", CustomersJson.Default.Customer, options, cancellationToken);
    }

    /// <summary>
    /// The cities, for <see cref="CustomerDetails.CityId"/> and <see cref="CustomerDetails.ProvinceId"/>, by <c>GET /v2/information/cities</c>. The
    /// vendor documents the call outside of its index, and no answer of it: shape inferred. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<CustomerCity>> Cities(RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToList(
            _api.Send(s_cities, $"{_api.ApiHost}/v2/information/cities", CustomersJson.Default.JsonElement, options, cancellationToken),
            CustomersJson.Default.CustomerCity, s_cities);

    /// <summary>
    /// The merchant categories (guilds), for <see cref="LegalCustomer.MccCode"/>, by <c>GET /v2/information/mccs</c>. The vendor documents the call
    /// outside of its index, and no answer of it: shape inferred. A read: repeated where that helps.
    /// </summary>
    /// <exception cref="VandarProtocolException">The answer has no list, or says that the list has more pages; paging is not documented.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<IReadOnlyList<MerchantCategory>> MerchantCategories(
        RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        Inferred.ToList(
            _api.Send(s_merchantCategories, $"{_api.ApiHost}/v2/information/mccs", CustomersJson.Default.JsonElement, options, cancellationToken),
            CustomersJson.Default.MerchantCategory, s_merchantCategories);

    /// <summary>Refuses what cannot be a customer's id. The custom fields stand where an id would: <c>fields</c> would reach them.</summary>
    internal static void CheckId(string customerId)
    {
        VandarPath.Check(customerId, nameof(customerId));
        if (customerId is "fields")
            throw new ArgumentException("A customer's id cannot be the word under which the custom fields stand.", nameof(customerId));
    }
}

/// <summary>
/// The custom fields that the business keeps of its customers: defined here once, filled in each customer. Vandar API, custom fields chapter.
/// </summary>
public sealed class CustomerFieldsClient
{
    private static readonly Operation s_list = Operation.Get("customers.fields.list");
    private static readonly Operation s_create =
        Operation.Post("customers.fields.create", Repeat.Never, "result", "field").Settled("Customers.Fields.List");
    private static readonly Operation s_update = Operation.Put("customers.fields.update", "field");
    private static readonly Operation s_delete = Operation.Delete("customers.fields.delete").MayBeEmpty();
    private static readonly Operation s_get = Operation.Get("customers.fields.get", "data");

    private readonly ApiCore _api;

    internal CustomerFieldsClient(ApiCore api) => _api = api;

    /// <summary>The fields, by <c>GET /v2/business/:business/customers/fields</c>, page by page.</summary>
    /// <exception cref="ArgumentException">The query breaks a rule; the exception names its member.</exception>
    public Paged<CustomerField> List(CustomerPageQuery? query = null, RequestOptions? options = null)
    {
        query?.Check();
        return NumberedPage.List(s_list, field => field.Id, (page, cancellationToken) => ListPage(query, page, options, cancellationToken));
    }

    /// <summary>One page of <see cref="List"/>. A read: repeated where that helps.</summary>
    /// <param name="query">How large the page is; null for the server's choice.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The page or the query breaks a rule.</exception>
    /// <exception cref="VandarProtocolException">
    /// The server answered with another page than the one asked for, without rows, or with a row that has no id.
    /// </exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<Page<CustomerField>> ListPage(
        CustomerPageQuery? query, int page, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        VandarPath path = $"{_api.ApiHost}/v2/business/{_api.Business}/customers/fields";
        CustomerPageQuery.AppendTo(ref path, query, page);
        return NumberedRows<CustomerField>.ToPage(
            _api.Send(s_list, path, CustomersJson.Default.NumberedRowsCustomerField, options, cancellationToken), s_list, page, null);
    }

    /// <summary>Defines a field, by <c>POST /v2/business/:business/customers/fields</c>; the answer has its id and nothing else.</summary>
    /// <remarks>
    /// Never repeated by itself: there is no key, and a repeat may make a second field. After an unknown outcome look through <see cref="List"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The name breaks a rule. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerField> Create(CreateCustomerField request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _api.Send(
            s_create, $"{_api.ApiHost}/v2/business/{_api.Business}/customers/fields", request, CustomersJson.Default.CreateCustomerField,
            CustomersJson.Default.CustomerField, options, cancellationToken);
    }

    /// <summary>Renames a field, by <c>PUT /v2/business/:business/customers/fields/:field_id</c>. A repeat ends in the same state.</summary>
    /// <param name="fieldId">The field's id, from 1.</param>
    /// <param name="request">The new name.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id or the name breaks a rule. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">A 404 means that there is no such field, or that it belongs to another business.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerField> Update(
        long fieldId, UpdateCustomerField request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _api.Send(
            request.ByPatch ? s_update.By(HttpMethod.Patch) : s_update, Path(fieldId), request, CustomersJson.Default.UpdateCustomerField,
            CustomersJson.Default.CustomerField, options, cancellationToken);
    }

    /// <summary>
    /// Deletes a field, by <c>DELETE /v2/business/:business/customers/fields/:field_id</c>. A repeat ends in the same state, but may be answered with
    /// the 404 of a field that is gone. What becomes of the customers' values is not documented.
    /// </summary>
    /// <param name="fieldId">The field's id, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id is not positive. Nothing was sent.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerAcknowledgement> Delete(long fieldId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(s_delete, Path(fieldId), CustomersJson.Default.CustomerAcknowledgement, options, cancellationToken);

    /// <summary>One field, by <c>GET /v2/business/:business/customers/fields/:field_id</c>. A read: repeated where that helps.</summary>
    /// <param name="fieldId">The field's id, from 1.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The id is not positive. Nothing was sent.</exception>
    /// <exception cref="VandarApiException">A 404 means that there is no such field, or that it belongs to another business.</exception>
    /// <exception cref="VandarException">The call did not succeed.</exception>
    public ValueTask<CustomerField> Get(long fieldId, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Send(s_get, Path(fieldId), CustomersJson.Default.CustomerField, options, cancellationToken);

    private VandarPath Path(long fieldId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fieldId, 1);
        return $"{_api.ApiHost}/v2/business/{_api.Business}/customers/fields/{fieldId.ToString(CultureInfo.InvariantCulture)}";
    }
}
