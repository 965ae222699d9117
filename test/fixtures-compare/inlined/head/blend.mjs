export function blend(pixel, place) {
  let mixed = pixel & place;
  mixed = (mixed * 13 + (mixed % 89)) | 0;
  mixed ^= mixed >>> 5;
  return mixed % 1013;
}
