export interface Difference {
  /** Of all pixels, how many are the same, 0 to 1. */
  readonly same: number;
  /** Both pictures side by side and what differs, as the address of a PNG. */
  readonly picture: string;
}

/** More than this of 255, in one of the colours, is another colour: text is smoothed a little differently in a frame. */
const TOLERANCE = 40;

/** Compares two PNG pictures, as base64. In a page. */
export async function compare(one: string, other: string): Promise<Difference> {
  const [left, right] = [await decode(one), await decode(other)];
  const { width, height } = left;
  const canvas = document.createElement('canvas');
  canvas.width = 3 * width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  const diff = context.createImageData(width, height);
  let differs = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      const isOther = !isSame(
        left.data,
        at,
        right.data,
        x < right.width && y < right.height ? 4 * (y * right.width + x) : -1,
      );
      differs += isOther ? 1 : 0;
      diff.data.set(isOther ? [255, 0, 0, 255] : [235, 235, 235, 255], at);
    }
  context.putImageData(left, 0, 0);
  context.putImageData(right, width, 0);
  context.putImageData(diff, 2 * width, 0);
  return { same: 1 - differs / (width * height), picture: canvas.toDataURL('image/png') };
}

function isSame(left: Uint8ClampedArray, at: number, right: Uint8ClampedArray, there: number): boolean {
  if (there < 0) return false;
  for (let color = 0; color < 3; color += 1)
    if (Math.abs(left[at + color]! - right[there + color]!) > TOLERANCE) return false;
  return true;
}

async function decode(base64: string): Promise<ImageData> {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}
