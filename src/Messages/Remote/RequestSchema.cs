using System.Runtime.InteropServices;

namespace AkkaAuction.Messages.Remote;

/// <summary>Converts requests to the messages of house.proto, and back.</summary>
internal static class RequestSchema
{
    private static readonly Schema.Request.Types.Nothing Nothing = new();

    public static RemoteMessage.RequestBatch FromSchema(Schema.RequestBatch schema)
    {
        var requests = new Request?[schema.Requests.Count];
        for (var i = 0; i < requests.Length; i++) requests[i] = FromSchema(schema.Requests[i]);
        return new RemoteMessage.RequestBatch(schema.Key, schema.First, ImmutableCollectionsMarshal.AsImmutableArray(requests));
    }

    public static Schema.Request ToSchema(Request? request)
    {
        var schema = new Schema.Request();
        switch (request)
        {
            case Request.Bid bid:
                schema.Bid = new Schema.Request.Types.Bid { Lot = bid.Lot, Amount = bid.AmountMinor };
                if (bid.BidId is { } id) schema.Bid.Id = id;
                break;
            case Request.Withdraw withdraw:
                schema.Withdraw = new Schema.Request.Types.Withdraw { Lot = withdraw.Lot, Id = withdraw.BidId };
                break;
            case Request.Pass pass:
                schema.Pass = new Schema.Request.Types.Pass();
                if (pass.Lot is { } lot) schema.Pass.Lot = lot;
                break;
            case Request.Hello hello:
                schema.Hello = new Schema.Request.Types.Hello { Name = hello.Name };
                if (hello.Token is { } token) schema.Hello.Token = token;
                break;
            case Request.Ping ping:
                schema.Ping = new Schema.Request.Types.Ping();
                if (ping.Text is { } text) schema.Ping.Text = text;
                break;
            case Request.List: schema.List = Nothing; break;
            case Request.Me: schema.Me = Nothing; break;
            case Request.Quit: schema.Quit = Nothing; break;
            case Request.Sales: schema.Sales = Nothing; break;
            case Request.Join join: schema.Join = new Schema.Request.Types.Join { Sale = join.Sale }; break;
        }
        return schema;
    }

    public static Request? FromSchema(Schema.Request schema) => schema.KindCase switch
    {
        Schema.Request.KindOneofCase.Bid => new Request.Bid(schema.Bid.Lot, schema.Bid.Amount, schema.Bid.HasId ? schema.Bid.Id : null),
        Schema.Request.KindOneofCase.Withdraw => new Request.Withdraw(schema.Withdraw.Lot, schema.Withdraw.Id),
        Schema.Request.KindOneofCase.Pass => new Request.Pass(schema.Pass.HasLot ? schema.Pass.Lot : null),
        Schema.Request.KindOneofCase.Hello => new Request.Hello(schema.Hello.Name, schema.Hello.HasToken ? schema.Hello.Token : null),
        Schema.Request.KindOneofCase.Ping => new Request.Ping(schema.Ping.HasText ? schema.Ping.Text : null),
        Schema.Request.KindOneofCase.List => new Request.List(),
        Schema.Request.KindOneofCase.Me => new Request.Me(),
        Schema.Request.KindOneofCase.Quit => new Request.Quit(),
        Schema.Request.KindOneofCase.Sales => new Request.Sales(),
        Schema.Request.KindOneofCase.Join => new Request.Join(schema.Join.Sale),
        _ => null,
    };
}
