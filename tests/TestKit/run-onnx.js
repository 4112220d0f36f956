// usage: node run-onnx.js MODEL.onnx INPUT.bin N,C,H,W OUTPUT.json all|disabled
// Runs a model in ONNX Runtime on raw little-endian floats and writes {name: {dims, data}} of every output.
const fs = require('fs');
const ort = require(require.resolve('onnxruntime-node', { paths: [process.env.MLNETTRANSFER_ONNXRUNTIME || __dirname] }));

(async () => {
  const [model, input, shape, output, graphOptimizationLevel] = process.argv.slice(2);
  const session = await ort.InferenceSession.create(model, { graphOptimizationLevel });
  const bytes = fs.readFileSync(input);
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const results = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', data, shape.split(',').map(Number)) });
  const answer = {};
  for (const name of session.outputNames) {
    answer[name] = { dims: results[name].dims, data: Array.from(results[name].data, value => typeof value === 'bigint' ? Number(value) : value) };
  }
  fs.writeFileSync(output, JSON.stringify(answer));
})().catch(error => { console.error(error.message); process.exit(1); });
