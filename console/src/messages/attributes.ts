import type { InputType } from '../ui/field';
import { find } from './messages';

/** What an attribute is called: `custom:tenant` stays as it is. */
export const attributeLabel = (name: string): string => find(`attribute.${name}`) ?? name;

const TYPES: Readonly<Record<string, InputType>> = {
  email: 'email',
  phone_number: 'tel',
  birthdate: 'date',
  website: 'url',
  picture: 'url',
  profile: 'url',
};

/** The kind of input that an attribute is typed into. */
export const inputTypeOf = (name: string): InputType => TYPES[name] ?? 'text';
