namespace MLNetTransfer.Imaging.Jpeg;

/// <summary>Decodes frames whose coefficients come in several scans: progressive ones, and sequential ones with a scan for each component.</summary>
internal sealed class CoefficientDecoder
{
    /// <summary>How often a scan may visit each block of the frame; a progressive picture by a real encoder has about ten scans.</summary>
    private const int MostVisits = 100;

    /// <summary>Visits of blocks that are always allowed, however small the picture.</summary>
    private const long FreeVisits = 20_000_000;

    private readonly JpegFileReader _file;
    private readonly JpegFrame _frame;
    private readonly CoefficientPlane[] _planes;
    private long _visitsLeft;

    internal CoefficientDecoder(JpegFileReader file)
    {
        _file = file;
        _frame = file.Frame!;
        _planes = Array.ConvertAll(_frame.Components, component => new CoefficientPlane(_frame, component));
        _visitsLeft = Math.Max(FreeVisits, _frame.BlockCount * MostVisits);
    }

    /// <summary>Decodes one scan into the coefficients.</summary>
    internal ScanOutcome DecodeScan(JpegScan scan)
    {
        Part[] parts = Array.ConvertAll(scan.Components, component => new Part(_file, component, scan, _planes));
        BitReader reader = new(_file.Content, _file.Position);
        RestartMarkers restarts = new(_file.Tables.RestartInterval);
        bool alone = parts.Length == 1;
        int unitsWide = alone ? parts[0].Component.BlocksWide : _frame.UnitsWide;
        int unitsHigh = alone ? parts[0].Component.BlocksHigh : _frame.UnitsHigh;
        long units = (long)unitsWide * unitsHigh;
        ScanOutcome outcome = new();
        bool starved = false;
        int emptyBlocks = 0;
        for (int unitRow = 0; unitRow < unitsHigh; unitRow++)
        {
            CountVisits(unitsWide, parts, alone);
            for (int unitColumn = 0; unitColumn < unitsWide; unitColumn++)
            {
                if (restarts.IsDue())
                {
                    starved &= !restarts.TryPass(ref reader);
                    emptyBlocks = 0;
                    foreach (Part part in parts)
                    {
                        part.Prediction = 0;
                    }
                }

                if (!starved)
                {
                    foreach (Part part in parts)
                    {
                        DecodeUnit(ref reader, scan, part, unitRow, unitColumn, alone, ref emptyBlocks);
                    }

                    starved = reader.Overrun;
                }

                outcome.Count(starved);
            }

            if (starved && !restarts.MayRecover(ref reader))
            {
                outcome.CountMissing(units - ((long)(unitRow + 1) * unitsWide));
                break;
            }
        }

        _file.Position = reader.Position;
        outcome.Disturbed = restarts.Disturbed;
        return outcome;
    }

    /// <summary>Turns the coefficients into rows.</summary>
    internal void Render(RowWriter writer)
    {
        short[] nothing = new short[64];
        for (int unitRow = 0; unitRow < _frame.UnitsHigh; unitRow++)
        {
            for (int i = 0; i < _planes.Length; i++)
            {
                JpegComponent component = _frame.Components[i];
                ComponentRows rows = writer.Components[i];
                int end = Math.Min((unitRow + 1) * component.Vertical, component.BlocksHigh);
                for (int blockRow = unitRow * component.Vertical; blockRow < end; blockRow++)
                {
                    for (int blockColumn = 0; blockColumn < component.BlocksWide; blockColumn++)
                    {
                        Span<short> block = _planes[i].Block(blockRow, blockColumn);
                        bool hasAc = block[1..].ContainsAnyExcept((short)0);
                        BlockTransform.Run(rows.BlockSize, hasAc, block, component.Quantization ?? nothing, rows.Block(blockRow, blockColumn), rows.Stride);
                    }
                }
            }

            writer.FinishBand(unitRow);
        }
    }

    private void CountVisits(int units, Part[] parts, bool alone)
    {
        foreach (Part part in parts)
        {
            _visitsLeft -= alone ? units : (long)units * part.Component.Horizontal * part.Component.Vertical;
        }

        if (_visitsLeft < 0)
        {
            throw new ImageFormatException(ImageFormatError.LimitExceeded, $"JPEG whose scans visit its blocks more than {MostVisits} times; such a file is made to waste time.");
        }
    }

    private static void DecodeUnit(ref BitReader reader, JpegScan scan, Part part, int unitRow, int unitColumn, bool alone, ref int emptyBlocks)
    {
        if (alone)
        {
            DecodeBlock(ref reader, scan, part, part.Plane.Block(unitRow, unitColumn), ref emptyBlocks);
            return;
        }

        JpegComponent component = part.Component;
        for (int v = 0; v < component.Vertical; v++)
        {
            for (int h = 0; h < component.Horizontal; h++)
            {
                Span<short> block = part.Plane.Block((unitRow * component.Vertical) + v, (unitColumn * component.Horizontal) + h);
                DecodeBlock(ref reader, scan, part, block, ref emptyBlocks);
            }
        }
    }

    private static void DecodeBlock(ref BitReader reader, JpegScan scan, Part part, scoped Span<short> block, ref int emptyBlocks)
    {
        switch (part.Kind)
        {
            case ScanKind.Sequential:
                SequentialBlock.Decode(ref reader, part.DcTable!, part.AcTable!, ref part.Prediction, block);
                break;
            case ScanKind.DcFirst:
                ProgressiveBlock.DecodeDcFirst(ref reader, part.DcTable!, ref part.Prediction, scan.Bit, block);
                break;
            case ScanKind.DcRefinement:
                ProgressiveBlock.DecodeDcRefinement(ref reader, scan.Bit, block);
                break;
            case ScanKind.AcFirst:
                ProgressiveBlock.DecodeAcFirst(ref reader, part.AcTable!, scan, ref emptyBlocks, block);
                break;
            default:
                ProgressiveBlock.DecodeAcRefinement(ref reader, part.AcTable!, scan, ref emptyBlocks, block);
                break;
        }
    }

    private enum ScanKind
    {
        Sequential,
        DcFirst,
        DcRefinement,
        AcFirst,
        AcRefinement,
    }

    /// <summary>What decoding needs of one component.</summary>
    private sealed class Part
    {
        internal int Prediction;

        internal Part(JpegFileReader file, JpegScanComponent component, JpegScan scan, CoefficientPlane[] planes)
        {
            JpegFrame frame = file.Frame!;
            Component = frame.Components[component.ComponentIndex];
            Component.Quantization ??= file.Tables.Quantization(Component.QuantizationIndex);
            Plane = planes[component.ComponentIndex];
            Kind = !frame.IsProgressive ? ScanKind.Sequential
                : scan.IsDc ? (scan.IsRefinement ? ScanKind.DcRefinement : ScanKind.DcFirst)
                : scan.IsRefinement ? ScanKind.AcRefinement : ScanKind.AcFirst;
            bool sequential = Kind == ScanKind.Sequential;
            DcTable = sequential || Kind == ScanKind.DcFirst ? file.Tables.Dc(component.DcTable, sequential) : null;
            AcTable = sequential || !scan.IsDc ? file.Tables.Ac(component.AcTable, sequential) : null;
        }

        internal JpegComponent Component { get; }

        internal CoefficientPlane Plane { get; }

        internal ScanKind Kind { get; }

        internal HuffmanTable? DcTable { get; }

        internal HuffmanTable? AcTable { get; }
    }
}
