using System.Net;
using System.Net.Http.Headers;

namespace MLNetTransfer.Downloads;

// One HTTP request for the rest of a file (RFC 9110, sections 13.1.5 If-Range and 14 Range).
internal sealed class HttpTransfer : IDisposable
{
    private readonly DownloaderOptions _options;
    private readonly HttpClient _client;

    internal HttpTransfer(DownloaderOptions options)
    {
        _options = options;
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = options.IdleTimeout };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("mlnet-transfer", typeof(HttpTransfer).Assembly.GetName().Version?.ToString(3) ?? "0"));
    }

    public void Dispose() => _client.Dispose();

    // Appends what the part file lacks. The tag file keeps the server's mark of the version that the part is of.
    internal async Task ContinueAsync(CatalogEntry entry, FileStream part, string tagPath, ByteProgress progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(_options.IdleTimeout);
        try
        {
            await TransferAsync(entry, part, tagPath, progress, idle).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokenTransferException(FormattableString.Invariant($"no answer for {_options.IdleTimeout.TotalSeconds:0.#} seconds"), mayPass: true, exception);
        }
        catch (HttpRequestException exception)
        {
            bool mayPass = exception.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError);
            throw new BrokenTransferException(exception.Message, mayPass, exception);
        }
        catch (HttpIOException exception)
        {
            throw new BrokenTransferException(exception.Message, mayPass: true, exception);
        }
    }

    private async Task TransferAsync(CatalogEntry entry, FileStream part, string tagPath, ByteProgress progress, CancellationTokenSource idle)
    {
        string? tag = File.Exists(tagPath) ? await File.ReadAllTextAsync(tagPath, idle.Token).ConfigureAwait(false) : null;
        bool verifiable = tag is not null || entry.Sha256 is not null || entry.Sha1 is not null;
        if (part.Length > (entry.Bytes ?? long.MaxValue) || (part.Length > 0 && !verifiable))
        {
            part.SetLength(0);
        }

        if (part.Length == entry.Bytes)
        {
            return;
        }

        using HttpResponseMessage response = await RequestAsync(entry, part.Length, tag, idle.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && part.Length > 0)
        {
            part.SetLength(0);
            throw new BrokenTransferException("the server does not know the place where the download stopped", mayPass: true, null);
        }

        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw (int)response.StatusCode is >= 500 or 429
                ? new BrokenTransferException(FormattableString.Invariant($"the server answered with HTTP status {(int)response.StatusCode}"), mayPass: true, null)
                : DownloadException.Refused(entry, (int)response.StatusCode);
        }

        bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == part.Length;
        if (!continues)
        {
            if (response.StatusCode == HttpStatusCode.PartialContent)
            {
                part.SetLength(0);
                throw new BrokenTransferException("the server sent another part of the file than the one asked for", mayPass: true, null);
            }

            part.SetLength(0);
        }

        await RememberTagAsync(response, tagPath, idle.Token).ConfigureAwait(false);
        long total = part.Length + (response.Content.Headers.ContentLength ?? 0);
        if (entry.Bytes is long expected && response.Content.Headers.ContentLength is not null && total != expected)
        {
            part.SetLength(0);
            throw DownloadException.WrongSize(entry, entry.Url.ToString(), total);
        }

        await CopyAsync(entry, response, part, progress, idle).ConfigureAwait(false);
    }

    private async Task CopyAsync(CatalogEntry entry, HttpResponseMessage response, FileStream part, ByteProgress progress, CancellationTokenSource idle)
    {
        long limit = entry.Bytes ?? _options.MaximumUnknownBytes;
        part.Position = part.Length;
        progress.Reach(part.Length);
        using Stream body = await response.Content.ReadAsStreamAsync(idle.Token).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 17];
        for (int read = await body.ReadAsync(buffer, idle.Token).ConfigureAwait(false); read > 0; read = await body.ReadAsync(buffer, idle.Token).ConfigureAwait(false))
        {
            idle.CancelAfter(_options.IdleTimeout);
            if (part.Length + read > limit)
            {
                part.SetLength(0);
                throw DownloadException.TooLong(entry, limit);
            }

            await part.WriteAsync(buffer.AsMemory(0, read), idle.Token).ConfigureAwait(false);
            progress.Reach(part.Length);
        }

        await part.FlushAsync(idle.Token).ConfigureAwait(false);
        if (entry.Bytes is long expected && part.Length < expected)
        {
            throw new BrokenTransferException(FormattableString.Invariant($"the connection ended after {part.Length} of {expected} bytes"), mayPass: true, null);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(CatalogEntry entry, long from, string? tag, CancellationToken cancellationToken)
    {
        Uri address = entry.Url;
        for (int redirects = 0; redirects <= _options.MaximumRedirects; redirects++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                if (tag is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Range", tag);
                }
            }

            HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is null)
            {
                return response;
            }

            Uri target = new(address, response.Headers.Location);
            response.Dispose();
            address = target.Scheme == entry.Url.Scheme ? target : throw DownloadException.SchemeChange(entry, target);
        }

        throw DownloadException.TooManyRedirects(entry, _options.MaximumRedirects);
    }

    // A weak entity tag must not be used for If-Range.
    private static async Task RememberTagAsync(HttpResponseMessage response, string tagPath, CancellationToken cancellationToken)
    {
        if (response.Headers.ETag is { IsWeak: false } tag)
        {
            await File.WriteAllTextAsync(tagPath, tag.ToString(), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            File.Delete(tagPath);
        }
    }
}
