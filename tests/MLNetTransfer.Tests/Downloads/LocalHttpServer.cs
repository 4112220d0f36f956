using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MLNetTransfer.Tests.Downloads;

/// <summary>A server on 127.0.0.1 that gives one file, with ranges, and fails in the ways that a test asks for.</summary>
internal sealed class LocalHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    internal LocalHttpServer(byte[] content)
    {
        Content = content;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/files/network.onnx");
        _loop = Task.Run(LoopAsync);
    }

    internal Uri Address { get; }

    internal byte[] Content { get; set; }

    internal string? EntityTag { get; set; }

    /// <summary>After so many bytes of a body the connection is cut; one number a request, from the first on.</summary>
    internal Queue<int> CutAfter { get; } = new();

    /// <summary>Answers with these status codes before anything else.</summary>
    internal Queue<int> Statuses { get; } = new();

    internal string? Location { get; set; }

    internal bool IgnoresRanges { get; set; }

    internal bool IsSilent { get; set; }

    internal List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        string request = await ReadHeadAsync(stream);
        Requests.Add(request);
        if (IsSilent)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        if (Statuses.TryDequeue(out int status))
        {
            string location = Location is null ? string.Empty : $"Location: {Location}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Status\r\n{location}Content-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            return;
        }

        int from = RangeStart(request);
        bool partial = from > 0 && !IgnoresRanges && (HeaderOf(request, "If-Range") is not string tag || tag == EntityTag);
        if (partial && from >= Content.Length)
        {
            await stream.WriteAsync("HTTP/1.1 416 Range\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
            return;
        }

        byte[] body = partial ? Content[from..] : Content;
        string head = partial
            ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{Content.Length - 1}/{Content.Length}\r\n"
            : "HTTP/1.1 200 OK\r\n";
        string entityTag = EntityTag is null ? string.Empty : $"ETag: {EntityTag}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}{entityTag}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _stop.Token);
        int length = CutAfter.TryDequeue(out int cut) ? Math.Min(cut, body.Length) : body.Length;
        await stream.WriteAsync(body.AsMemory(0, length), _stop.Token);
        await stream.FlushAsync(_stop.Token);
    }

    private static int RangeStart(string request) =>
        HeaderOf(request, "Range") is string range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static string? HeaderOf(string request, string name) =>
        request.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
