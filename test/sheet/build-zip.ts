import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  name: string
  data: string | Buffer
  /** Lies that a hostile file may tell about the entry. */
  declaredBytes?: number
  declaredCrc?: number
  flags?: number
}

/** A zip archive of the entries, deflated: small enough to build by hand, so that hostile ones can be built too. */
export function buildZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { local, central } = buildEntry(entry, offset)
    files.push(local)
    directory.push(central)
    offset += local.length
  }
  const centralBytes = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(centralBytes.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, centralBytes, end])
}

function buildEntry(entry: ZipEntry, offset: number): { local: Buffer, central: Buffer } {
  const data = Buffer.from(entry.data)
  const packed = deflateRawSync(data)
  const name = Buffer.from(entry.name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(0x0800 | (entry.flags ?? 0), 2)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(entry.declaredCrc ?? crc32(data), 10)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(entry.declaredBytes ?? data.length, 18)
  common.writeUInt16LE(name.length, 22)
  const localHeader = Buffer.alloc(4)
  localHeader.writeUInt32LE(0x04034b50, 0)
  const centralHeader = Buffer.alloc(6)
  centralHeader.writeUInt32LE(0x02014b50, 0)
  centralHeader.writeUInt16LE(20, 4)
  const centralTail = Buffer.alloc(14)
  centralTail.writeUInt32LE(offset, 10)
  return {
    local: Buffer.concat([localHeader, common, name, packed]),
    central: Buffer.concat([centralHeader, common, centralTail, name])
  }
}
