namespace MLNetTransfer.Reporting;

/// <summary>Pictures that lie inside of the page.</summary>
internal static class DataAddress
{
    public static string OfJpeg(byte[] content) => $"data:image/jpeg;base64,{Convert.ToBase64String(content)}";
}
