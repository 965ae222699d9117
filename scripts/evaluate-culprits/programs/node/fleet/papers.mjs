/** The papers that drivers take along. */
function padName(name) {
  let text = name;
  while (text.length < 14) text += '.';
  return text;
}

function describeStop(town, place) {
  return `${place + 1}. ${padName(town.name)} ${town.x}/${town.y}`;
}

function hashText(text) {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 33) + text.charCodeAt(i)) >>> 0;
  return hash;
}

export function describeTours(tours, towns) {
  let all = 0;
  for (const tour of tours) {
    const stops = tour.map((town, place) => describeStop(towns[town], place));
    all = (all + hashText(stops.join('\n')) + hashText(JSON.stringify(stops))) >>> 0;
  }
  return all;
}
