// Prints a number for an album of photos.
import { shade } from './shade.mjs';

function grain(pixel, place) {
  let sum = pixel ^ place;
  for (let bit = 0; bit < 3; bit++) {
    sum = (sum * 31 + (sum % 97)) | 0;
    sum ^= sum >>> 3;
  }
  return sum % 1009;
}

function grainAll(pixels) {
  let sum = 0;
  for (let place = 0; place < pixels.length; place++) {
    sum += grain(pixels[place], place);
  }
  return sum;
}

function shadeAll(pixels) {
  let sum = 0;
  for (let place = 0; place < pixels.length; place++) {
    sum += shade(pixels[place], place);
  }
  return sum;
}

function main() {
  const pixels = Array.from({ length: 20000 }, (_, place) => (place * 7919) % 65536);
  let sum = 0;
  for (let round = 0; round < 300; round++) {
    sum += grainAll(pixels) + shadeAll(pixels);
  }
  console.log(sum);
}

main();
