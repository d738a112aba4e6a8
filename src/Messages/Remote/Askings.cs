using System.Runtime.InteropServices;

namespace AkkaAuction.Messages.Remote;

/// <summary>Requests as house.proto has them, both ways.</summary>
internal static class Askings
{
    private static readonly Schema.Asking.Types.Nothing Nothing = new();

    public static RemoteMessage.Asked FromSchema(Schema.Asked schema)
    {
        var requests = new Request?[schema.Requests.Count];
        for (var i = 0; i < requests.Length; i++) requests[i] = FromSchema(schema.Requests[i]);
        return new RemoteMessage.Asked(schema.Key, schema.First, ImmutableCollectionsMarshal.AsImmutableArray(requests));
    }

    public static Schema.Asking ToSchema(Request? request)
    {
        var schema = new Schema.Asking();
        switch (request)
        {
            case Request.Bid bid:
                schema.Bid = new Schema.Asking.Types.Bid { Lot = bid.Lot, Amount = bid.AmountMinor };
                if (bid.BidId is { } id) schema.Bid.Id = id;
                break;
            case Request.Pass pass:
                schema.Pass = new Schema.Asking.Types.Pass();
                if (pass.Lot is { } lot) schema.Pass.Lot = lot;
                break;
            case Request.Hello hello:
                schema.Hello = new Schema.Asking.Types.Hello { Name = hello.Name };
                if (hello.Token is { } token) schema.Hello.Token = token;
                break;
            case Request.Ping ping:
                schema.Ping = new Schema.Asking.Types.Ping();
                if (ping.Text is { } text) schema.Ping.Text = text;
                break;
            case Request.List: schema.List = Nothing; break;
            case Request.Me: schema.Me = Nothing; break;
            case Request.Quit: schema.Quit = Nothing; break;
        }
        return schema;
    }

    public static Request? FromSchema(Schema.Asking schema) => schema.KindCase switch
    {
        Schema.Asking.KindOneofCase.Bid => new Request.Bid(schema.Bid.Lot, schema.Bid.Amount, schema.Bid.HasId ? schema.Bid.Id : null),
        Schema.Asking.KindOneofCase.Pass => new Request.Pass(schema.Pass.HasLot ? schema.Pass.Lot : null),
        Schema.Asking.KindOneofCase.Hello => new Request.Hello(schema.Hello.Name, schema.Hello.HasToken ? schema.Hello.Token : null),
        Schema.Asking.KindOneofCase.Ping => new Request.Ping(schema.Ping.HasText ? schema.Ping.Text : null),
        Schema.Asking.KindOneofCase.List => new Request.List(),
        Schema.Asking.KindOneofCase.Me => new Request.Me(),
        Schema.Asking.KindOneofCase.Quit => new Request.Quit(),
        _ => null,
    };
}
