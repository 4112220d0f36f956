namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>
/// Decodes a sequential frame whose first scan has all components, one row of minimum coded units after the other, without keeping coefficients.
/// </summary>
internal static class StreamingDecoder
{
    /// <summary>Decodes the scan.</summary>
    /// <param name="file">The file, which stands behind the scan header and then behind the scan.</param>
    /// <param name="scan">The scan header.</param>
    /// <param name="writer">Takes the rows.</param>
    internal static ScanOutcome Decode(JpegFileReader file, JpegScan scan, RowWriter writer)
    {
        JpegFrame frame = file.Frame!;
        BitReader reader = new(file.Content, file.Position);
        RestartMarkers restarts = new(file.Tables.RestartInterval);
        Part[] parts = Array.ConvertAll(scan.Components, component => new Part(file, component, writer));
        Span<short> block = stackalloc short[64];
        ScanOutcome outcome = new();
        bool starved = false;
        for (int unitRow = 0; unitRow < frame.UnitsHigh; unitRow++)
        {
            for (int unitColumn = 0; unitColumn < frame.UnitsWide; unitColumn++)
            {
                if (restarts.IsDue())
                {
                    starved &= !restarts.TryPass(ref reader);
                    foreach (Part part in parts)
                    {
                        part.Prediction = 0;
                    }
                }

                foreach (Part part in parts)
                {
                    DecodeUnit(ref reader, part, unitRow, unitColumn, starved, block);
                }

                starved |= reader.Overrun;
                outcome.Count(starved);
            }

            writer.FinishBand(unitRow);
        }

        file.Position = reader.Position;
        outcome.Disturbed = restarts.Disturbed;
        return outcome;
    }

    private static void DecodeUnit(ref BitReader reader, Part part, int unitRow, int unitColumn, bool starved, scoped Span<short> block)
    {
        JpegComponent component = part.Component;
        ComponentRows rows = part.Rows;
        for (int v = 0; v < component.Vertical; v++)
        {
            int blockRow = (unitRow * component.Vertical) + v;
            for (int h = 0; h < component.Horizontal; h++)
            {
                int blockColumn = (unitColumn * component.Horizontal) + h;
                block.Clear();
                bool hasAc = !starved && SequentialBlock.Decode(ref reader, part.DcTable, part.AcTable, ref part.Prediction, block);
                if (blockRow < component.BlocksHigh && blockColumn < component.BlocksWide)
                {
                    BlockTransform.Run(rows.BlockSize, hasAc, block, part.Factors, rows.Block(blockRow, blockColumn), rows.Stride);
                }
            }
        }
    }

    /// <summary>What decoding needs of one component.</summary>
    private sealed class Part(JpegFileReader file, JpegScanComponent component, RowWriter writer)
    {
        internal int Prediction;

        internal JpegComponent Component { get; } = file.Frame!.Components[component.ComponentIndex];

        internal ComponentRows Rows { get; } = writer.Components[component.ComponentIndex];

        internal HuffmanTable DcTable { get; } = file.Tables.Dc(component.DcTable, withNumbers: true);

        internal HuffmanTable AcTable { get; } = file.Tables.Ac(component.AcTable, withNumbers: true);

        internal short[] Factors { get; } = file.Tables.Quantization(file.Frame!.Components[component.ComponentIndex].QuantizationIndex);
    }
}
