'use client';

import { createContext, useContext } from 'react';
import { ownAddress, smallerForm } from '@/features/media/addresses';
import type { LocalFile } from '@/features/media/local-files';
import { openViewer, type ViewerItem } from '@/features/media/viewing';
import type { SaidContent } from './said-text';

type Image = Extract<SaidContent, { __typename: 'ImageContent' }>['image'];

export type OpenMedia = (media: Image, local: LocalFile | null, from: HTMLElement) => void;

export function pictureItem(image: Image): ViewerItem {
  const { id, fileName: name, width, height, placeholder, animated, url } = image;
  return {
    ...{ id, kind: 'IMAGE', name, width, height, placeholder, animated },
    ...{ previewUrl: smallerForm(url, 'preview'), fullUrl: ownAddress(url) },
  };
}

const alone: OpenMedia = (image, local, from) =>
  openViewer({ items: [{ ...pictureItem(image), local }], index: 0, from });

const Opening = createContext<OpenMedia>(alone);

export const MediaOpeningProvider = Opening.Provider;

/** Shows a picture on the whole screen: among the others of its conversation, or where there are none by itself. */
export const useOpenMedia = (): OpenMedia => useContext(Opening);
