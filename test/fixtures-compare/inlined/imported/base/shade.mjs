export function shade(pixel, place) {
  let shaded = pixel & place;
  for (let bit = 0; bit < 3; bit++) {
    shaded = (shaded * 13 + (shaded % 89)) | 0;
  }
  return shaded % 1013;
}
