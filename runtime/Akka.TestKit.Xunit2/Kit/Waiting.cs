namespace Akka.TestKit;

/// <summary>The one place where a kit blocks its thread on a task: the forms of the API that are not asynchronous.</summary>
internal static class Waiting
{
    internal static void For(Task task) => task.GetAwaiter().GetResult();

    internal static T For<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <returns>Whether it was done in time; what it throws comes out as it is.</returns>
    internal static bool For(Task task, TimeSpan patience)
    {
        if (((IAsyncResult)task).AsyncWaitHandle.WaitOne(patience))
        {
            For(task);
            return true;
        }
        return false;
    }
}
