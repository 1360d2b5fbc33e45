using CodexA2A.Tasks;

namespace CodexA2A.Api.Handling;

/// <summary>
/// A check of a send that the host adds as a service: it returns, or throws an <see cref="A2AException"/> before anything has changed.
/// </summary>
/// <param name="owner">Who sends.</param>
/// <param name="request">What, in A2A 1.0.</param>
/// <param name="cancellationToken">Ends the check when the caller is gone.</param>
internal delegate ValueTask RequestPolicy(Owner owner, SendMessageRequest request, CancellationToken cancellationToken);
