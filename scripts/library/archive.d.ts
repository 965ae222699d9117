/** Made by scripts/build-library.ts: brotli of a JSON object, base64; base64 contents by path. */
declare module 'perf-report:archive' {
  export const archive: string;
}
