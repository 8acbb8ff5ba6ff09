import {
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
  Presentation,
} from 'lucide-react';
import { endingOf } from './file-name';

type Tone = 'leaf' | 'amber' | 'vermilion' | 'sky' | 'plain';

interface FileLook {
  Icon: LucideIcon;
  tone: Tone;
}

const LOOKS: [endings: string, look: FileLook][] = [
  ['PDF', { Icon: FileText, tone: 'vermilion' }],
  ['DOC DOCX ODT RTF PAGES WPS TXT MD', { Icon: FileText, tone: 'sky' }],
  ['XLS XLSX ODS CSV TSV NUMBERS ET', { Icon: FileSpreadsheet, tone: 'leaf' }],
  ['PPT PPTX ODP KEY DPS', { Icon: Presentation, tone: 'amber' }],
  ['ZIP RAR 7Z GZ TAR XZ BZ2 TGZ ZST', { Icon: FileArchive, tone: 'amber' }],
  ['JPG JPEG PNG GIF WEBP HEIC AVIF BMP TIF TIFF SVG PSD', { Icon: FileImage, tone: 'leaf' }],
  ['MP3 WAV FLAC OGG OPUS M4A AAC', { Icon: FileAudio, tone: 'sky' }],
  ['MP4 MOV WEBM MKV AVI', { Icon: FileVideo, tone: 'sky' }],
  [
    'JS TS TSX JSX PY RS GO C H CPP JAVA JSON XML HTML CSS SH SQL YML YAML',
    { Icon: FileCode, tone: 'plain' },
  ],
];

const BY_ENDING = new Map(
  LOOKS.flatMap(([endings, look]) => endings.split(' ').map((ending) => [ending, look] as const)),
);
const PLAIN: FileLook = { Icon: File, tone: 'plain' };

/** The icon a file is recognised by. A hint for the eye only: nothing is opened because of what a name says. */
export const lookOf = (name: string): FileLook => BY_ENDING.get(endingOf(name)) ?? PLAIN;
