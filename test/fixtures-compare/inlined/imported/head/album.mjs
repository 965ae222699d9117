// Prints a number for an album of photos.
import { grain } from './grain.mjs';
import { shade } from './shade.mjs';

function label(sum) {
  let text = String(sum);
  while (text.length < 12) {
    text = `0${text}`;
  }
  return text;
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
  console.log(label(sum));
}

main();
