// usage: node run-onnx.js MODEL.onnx INPUT.bin N,C,H,W OUTPUT.json all|disabled BATCH
// Runs a model in ONNX Runtime on raw little-endian floats and writes {name: {dims, data}} of every output; the dims are those of the last batch.
const fs = require('fs');
const ort = require(require.resolve('onnxruntime-node', { paths: [process.env.MLNETTRANSFER_ONNXRUNTIME || __dirname] }));

(async () => {
  const [model, input, shape, output, graphOptimizationLevel, batch] = process.argv.slice(2);
  const session = await ort.InferenceSession.create(model, { graphOptimizationLevel });
  const bytes = fs.readFileSync(input);
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const [pictures, ...rest] = shape.split(',').map(Number);
  const length = rest.reduce((product, dimension) => product * dimension, 1);
  const answer = {};
  for (let start = 0; start < pictures; start += Number(batch)) {
    const count = Math.min(Number(batch), pictures - start);
    const part = data.subarray(start * length, (start + count) * length);
    const results = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', part, [count, ...rest]) });
    for (const name of session.outputNames) {
      const values = Array.from(results[name].data, value => typeof value === 'bigint' ? Number(value) : value);
      answer[name] = { dims: results[name].dims, data: [...(answer[name]?.data ?? []), ...values] };
    }
  }
  fs.writeFileSync(output, JSON.stringify(answer));
})().catch(error => { console.error(error.message); process.exit(1); });
