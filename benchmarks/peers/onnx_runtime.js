// Pictures a second of ONNX files of one input [batch, 3, SIDE, SIDE] in ONNX Runtime, in turns, two threads; medians of nine turns.
// usage: MLNETTRANSFER_ONNXRUNTIME=artifacts/onnxruntime node benchmarks/peers/onnx_runtime.js SIDE FILE.onnx...
//        npm install --prefix artifacts/onnxruntime --no-save onnxruntime-node@1.30.0    installs it
const path = require('path');
const ort = require(require.resolve('onnxruntime-node', { paths: [path.resolve(process.env.MLNETTRANSFER_ONNXRUNTIME || '.')] }));

(async () => {
  const [sideText, ...files] = process.argv.slice(2);
  const side = Number(sideText);
  const sessions = [];
  for (const file of files) {
    sessions.push(await ort.InferenceSession.create(file, { intraOpNumThreads: 2 }));
  }
  for (const batch of [1, 8]) {
    const pixels = Float32Array.from({ length: batch * 3 * side * side }, () => Math.random() * 255);
    const rates = files.map(() => []);
    for (let turn = 0; turn < 10; turn++) {
      for (let index = 0; index < files.length; index++) {
        const runs = Math.ceil(40 / batch);
        const input = { [sessions[index].inputNames[0]]: new ort.Tensor('float32', pixels, [batch, 3, side, side]) };
        const start = process.hrtime.bigint();
        for (let run = 0; run < runs; run++) {
          await sessions[index].run(input);
        }
        const seconds = Number(process.hrtime.bigint() - start) / 1e9;
        if (turn > 0) {
          rates[index].push(runs * batch / seconds);
        }
      }
    }
    files.forEach((file, index) => console.log(`batch ${batch}  ${rates[index].sort((a, b) => a - b)[4].toFixed(1).padStart(7)}  ${file}`));
  }
})().catch(error => { console.error(error.message); process.exit(1); });
