import type { InputType } from '../ui/field';
import { find } from './messages';

/** The label of an attribute; its name if there is none, such as for `custom:tenant`. */
export const attributeLabel = (name: string): string => find(`attribute.${name}`) ?? name;

const TYPES: Readonly<Record<string, InputType>> = {
  email: 'email',
  phone_number: 'tel',
  birthdate: 'date',
  website: 'url',
  picture: 'url',
  profile: 'url',
};

/** The input type for an attribute. */
export const inputTypeOf = (name: string): InputType => TYPES[name] ?? 'text';
