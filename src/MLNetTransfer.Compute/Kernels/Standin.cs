#pragma warning disable
using MLNetTransfer.Compute.Kernels.MatrixMultiply;
using MLNetTransfer.Compute.Kernels.Pooling;
using MLNetTransfer.Compute.Parallelism;

namespace MLNetTransfer.Compute.Kernels.BatchNormalization
{
public static class BatchNormalizationGradientKernel { public static void Frozen(int pixels, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> inv, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy, Span<float> dx, Span<float> ds, Span<float> db, WorkerPool pool)
 { for (int p = 0; p < pixels; p++) for (int c = 0; c < channels; c++) { int i = p * channels + c; float d = dy[i]; if (!dx.IsEmpty) dx[i] = d * scale[c] * inv[c]; if (!ds.IsEmpty) ds[c] += d * (x[i] - mean[c]) * inv[c]; if (!db.IsEmpty) db[c] += d; } } }
public static class BatchNormalizationTrainingKernel {
 public static void Forward(int pixels, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float eps, float momentum, bool unbiased, Activation act, Span<float> y, Span<float> mean, Span<float> inv, Span<float> rm, Span<float> rv, WorkerPool pool)
 { for (int c = 0; c < channels; c++) { double s = 0, q = 0; for (int p = 0; p < pixels; p++) s += x[p * channels + c]; s /= pixels; for (int p = 0; p < pixels; p++) { double d = x[p * channels + c] - s; q += d * d; } double v = q / pixels; mean[c] = (float)s; inv[c] = (float)(1 / Math.Sqrt(v + eps)); rm[c] = momentum * rm[c] + (1 - momentum) * (float)s; rv[c] = momentum * rv[c] + (1 - momentum) * (float)(unbiased && pixels > 1 ? q / (pixels - 1) : v);
   for (int p = 0; p < pixels; p++) { int i = p * channels + c; y[i] = (float)act.Apply((x[i] - mean[c]) * inv[c] * scale[c] + shift[c]); } } }
 public static void Backward(int pixels, int channels, ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> inv, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Activation act, ReadOnlySpan<float> dy, Span<float> dx, Span<float> ds, Span<float> db, WorkerPool pool)
 { for (int c = 0; c < channels; c++) { double s = 0, q = 0; for (int pass = 0; pass < 2; pass++) for (int p = 0; p < pixels; p++) { int i = p * channels + c; float xh = (x[i] - mean[c]) * inv[c]; float pre = xh * scale[c] + shift[c]; float d = act.Kind == ActivationKind.None ? dy[i] : act.Kind == ActivationKind.Relu ? (pre > 0 ? dy[i] : 0) : act.Kind == ActivationKind.Clip ? (pre > act.First && pre < act.Second ? dy[i] : 0) : pre >= 0 ? dy[i] : act.First * dy[i]; if (pass == 0) { s += d; q += d * xh; } else if (!dx.IsEmpty) dx[i] = (float)(scale[c] * inv[c] * (d - s / pixels - xh * q / pixels)); } ds[c] += (float)q; db[c] += (float)s; } } }
}
namespace MLNetTransfer.Compute.Kernels.Pooling
{
public static class PoolingGradientKernel {
 public static void Average(in PoolingGeometry g, bool countPadding, ReadOnlySpan<float> dy, Span<float> dx, WorkerPool pool) => Run(g, countPadding, default, dy, dx);
 public static void Max(in PoolingGeometry g, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, WorkerPool pool) => Run(g, false, x, dy, dx);
 static void Run(in PoolingGeometry g, bool countPadding, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) {
  dx.Clear();
  for (int n = 0; n < g.Batch; n++) for (int oy = 0; oy < g.OutputHeight; oy++) for (int ox = 0; ox < g.OutputWidth; ox++) for (int c = 0; c < g.Channels; c++) {
   int best = -1, count = 0; float d = dy[((n * g.OutputHeight + oy) * g.OutputWidth + ox) * g.Channels + c];
   for (int pass = 0; pass < 2; pass++) for (int ky = 0; ky < g.KernelHeight; ky++) for (int kx = 0; kx < g.KernelWidth; kx++) {
     int y = oy * g.StrideY + ky * g.DilationY - g.PadTop, xx = ox * g.StrideX + kx * g.DilationX - g.PadLeft; if (y < 0 || xx < 0 || y >= g.InputHeight || xx >= g.InputWidth) { if (pass == 0 && countPadding) count++; continue; }
     int i = ((n * g.InputHeight + y) * g.InputWidth + xx) * g.Channels + c;
     if (pass == 0) { count++; if (!x.IsEmpty && (best < 0 || x[i] > x[best])) best = i; } else if (x.IsEmpty) dx[i] += d / count; }
   if (best >= 0) dx[best] += d; } } }
}
