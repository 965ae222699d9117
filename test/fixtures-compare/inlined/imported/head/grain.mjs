export function grain(pixel, place) {
  let sum = pixel ^ place;
  for (let bit = 0; bit < 3; bit++) {
    sum = (sum * 31 + (sum % 97)) | 0;
    sum ^= sum >>> 3;
    sum = (sum + (sum % 83)) | 0;
  }
  return sum % 1009;
}
