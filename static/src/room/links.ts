// Addresses in plain text, so that they can be followed. Nothing but http and https becomes a link.

export interface Piece {
  text: string;
  href?: string;
}

const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/;

/** The text in pieces, addresses apart from what stands around them. */
export function pieces(text: string): Piece[] {
  return text
    .split(ADDRESS)
    .map((piece, index) => (index % 2 === 1 ? { text: piece, href: piece } : { text: piece }))
    .filter((piece) => piece.text !== "");
}
