import { blend } from './blend.mjs';

function score(pixel, place) {
  let sum = pixel ^ place;
  for (let bit = 0; bit < 4; bit++) {
    sum = (sum * 31 + (sum % 97)) | 0;
    sum ^= sum >>> 3;
  }
  return sum % 1009;
}

function scoreAll(pixels) {
  let sum = 0;
  for (let place = 0; place < pixels.length; place++) {
    sum += score(pixels[place], place);
  }
  return sum;
}

function blendAll(pixels) {
  let sum = 0;
  for (let place = 0; place < pixels.length; place++) {
    sum += blend(pixels[place], place);
  }
  return sum;
}

function countAll(pixels) {
  let sum = 0;
  pixels.forEach((pixel) => {
    sum += (pixel * 31 + (pixel % 7)) % 11;
  });
  return sum;
}

function main() {
  const pixels = Array.from({ length: 20000 }, (_, place) => (place * 7919) % 65536);
  let sum = 0;
  for (let round = 0; round < 300; round++) {
    sum += scoreAll(pixels) + blendAll(pixels) + countAll(pixels);
  }
  console.log(sum);
}

main();
