import { share } from './features.mjs';

const warm = ({ hue, saturation }) => saturation > 76 && (hue < 50 || hue >= 330);
const blue = ({ hue, saturation }) => saturation > 76 && hue >= 190 && hue < 250;
const green = ({ hue, saturation }) => saturation > 76 && hue >= 70 && hue < 160;

/** Labels, and how well a photo fits each, 0 to 1000. */
export const rules = [
  { label: 'night', fit: (photo) => share(photo.rows, ({ value }) => value < 50) },
  { label: 'bright', fit: (photo) => share(photo.rows, ({ value }) => value > 200) },
  { label: 'snow', fit: (photo) => share(photo.rows, ({ value, saturation }) => value > 190 && saturation < 60) },
  { label: 'sky', fit: (photo) => share(photo.rows.slice(0, 16), blue) * 2 },
  { label: 'warm', fit: (photo) => share(photo.rows, warm) },
  { label: 'forest', fit: (photo) => share(photo.rows, green) + Math.floor(photo.details / 4) },
  { label: 'evening', fit: (photo) => (photo.hour >= 17 ? share(photo.rows, warm) + 300 : 0) },
  { label: 'busy', fit: (photo) => Math.floor((photo.details * 1000) / 700) },
  { label: 'lines', fit: (photo) => photo.edges * 2 },
  { label: 'one colour', fit: (photo) => Math.floor((Math.max(...photo.hues) * 1000) / 1024) },
];
