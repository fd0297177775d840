import type { OpenAPIObject } from '@nestjs/swagger';

export type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;
export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';
export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];
export type Response = Exclude<Operation['responses'][string], { $ref: string } | undefined>;
export type Headers = NonNullable<Response['headers']>;
