export type Side = 'top' | 'right' | 'bottom' | 'left';
export type Box = { left: number; top: number; width: number; height: number };
type Size = { width: number; height: number };

/** Pixels between the two. */
const DISTANCE = 8;
/** Pixels to the edge of the window. */
const MARGIN = 5;

const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

/** Where something of this size stands beside a box: on the other side where there is no room, and never out of the window. */
export function placeBeside(anchor: Box, size: Size, side: Side, room: Size) {
  const wanted = at(anchor, size, side);
  const { left, top } = fits(wanted, size, side, room) ? wanted : at(anchor, size, OPPOSITE[side]);
  return {
    left: within(left, room.width - size.width),
    top: within(top, room.height - size.height),
  };
}

function at({ left, top, width, height }: Box, size: Size, side: Side) {
  if (side === 'top' || side === 'bottom')
    return {
      left: left + (width - size.width) / 2,
      top: side === 'top' ? top - DISTANCE - size.height : top + height + DISTANCE,
    };
  return {
    left: side === 'left' ? left - DISTANCE - size.width : left + width + DISTANCE,
    top: top + (height - size.height) / 2,
  };
}

function fits(place: { left: number; top: number }, size: Size, side: Side, room: Size): boolean {
  if (side === 'top') return place.top >= MARGIN;
  if (side === 'left') return place.left >= MARGIN;
  if (side === 'bottom') return place.top + size.height <= room.height - MARGIN;
  return place.left + size.width <= room.width - MARGIN;
}

const within = (value: number, most: number) => Math.max(MARGIN, Math.min(value, most - MARGIN));
