/** Bytes of an IPv4 (4) or IPv6 (16) address; `undefined` for anything else, zones and leading zeros included. */
export function addressBytes(text: string): number[] | undefined {
  return text.includes(":") ? ipv6(text) : ipv4(text);
}

/** An address with a prefix length. */
export interface Prefix {
  readonly bytes: number[];
  readonly length: number;
}

/** Reads `address/length`. */
export function prefix(text: string): Prefix | undefined {
  const [address, length, rest] = text.split("/");
  if (address === undefined || length === undefined || rest !== undefined) return undefined;
  if (!/^(0|[1-9][0-9]{0,2})$/.test(length)) return undefined;
  const bytes = addressBytes(address);
  if (bytes === undefined || Number(length) > bytes.length * 8) return undefined;
  return { bytes, length: Number(length) };
}

/** Whether bits after the prefix length are set. */
export function hasHostBits({ bytes, length }: Prefix): boolean {
  return bytes.some((byte, at) => {
    const kept = Math.min(Math.max(length - at * 8, 0), 8);
    return (byte & (0xff >> kept)) !== 0;
  });
}

function ipv4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map(Number);
}

function ipv6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, at) => groups(half, at === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  const gap = 16 - head.length - (tail?.length ?? 0);
  // "::" stands for at least one group.
  return gap >= 2 ? [...head, ...new Array<number>(gap).fill(0), ...(tail ?? [])] : undefined;
}

/** The bytes of groups joined by colons; the last may be an IPv4 address where nothing follows. */
function groups(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const out: number[] = [];
  const parts = text.split(":");
  for (const [at, part] of parts.entries()) {
    if (last && at === parts.length - 1 && part.includes(".")) {
      const four = ipv4(part);
      if (four === undefined) return undefined;
      out.push(...four);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      const group = parseInt(part, 16);
      out.push(group >> 8, group & 0xff);
    } else {
      return undefined;
    }
  }
  return out;
}
