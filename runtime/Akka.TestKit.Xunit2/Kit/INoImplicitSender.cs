namespace Akka.TestKit;

/// <summary>Marks a kit whose tests send in nobody's name unless they name a sender.</summary>
public interface INoImplicitSender;
