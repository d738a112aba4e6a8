using Akka.Actor;

namespace Akka.Dispatch;

/// <summary>
/// Runs the pieces of an asynchronous handler as its actor: at once while the actor is running, otherwise as system messages. While such a
/// handler has not ended the actor's user messages wait.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;
    private object? _message;
    private IActorRef? _sender;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>The message that the running handler began with.</summary>
    public object? CurrentMessage => _message;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs <paramref name="action"/>, which may be <c>async</c>, as the running actor.</summary>
    /// <exception cref="InvalidOperationException">No actor is running on this thread.</exception>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <inheritdoc cref="RunTask(Action)"/>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current ?? throw new InvalidOperationException("RunTask needs a running actor; there is none on this thread.");
        cell.TaskScheduler.Start(asyncAction);
    }

    /// <summary>Runs one piece, as the actor.</summary>
    internal void Execute(Task task)
    {
        _cell.UseMessage(_message, _sender);
        OnBeforeTaskStarted();
        TryExecuteTask(task);
        OnAfterTaskCompleted();
    }

    protected virtual void OnBeforeTaskStarted()
    {
    }

    protected virtual void OnAfterTaskCompleted()
    {
    }

    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    protected override void QueueTask(Task task)
    {
        if (ActorCell.Current == _cell) TryExecuteTask(task);
        else _cell.SendSystemMessage(new SysMsg.RunActorTask(this, task));
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ActorCell.Current == _cell && TryExecuteTask(task);

    private void Start(Func<Task> asyncAction)
    {
        var (outerMessage, outerSender) = (_message, _sender);
        (_message, _sender) = (_cell.CurrentMessage, _cell.RawSender);
        var task = Task<Task>.Factory.StartNew(asyncAction, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        if (task.IsCompleted)
        {
            (_message, _sender) = (outerMessage, outerSender);
            if (task.IsCompletedSuccessfully) return;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(FailureOf(task)!);
        }
        _cell.AwaitTask();
        var message = _message;
        task.ContinueWith(
            ended => _cell.SendSystemMessage(new SysMsg.ActorTaskEnded(FailureOf(ended), message)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            Default);
    }

    private static Exception? FailureOf(Task task)
    {
        if (task.IsCompletedSuccessfully) return null;
        return task.Exception is { } failure ? ActorCell.Innermost(failure.Flatten()) : new TaskCanceledException(task);
    }
}
