import {
  trace,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { readTraceparent } from '../http/traceparent';

/**
 * Continues the trace that a caller names in `traceparent`, and does not pass it on. `tracestate` and `baggage` are not
 * read, because they may contain anything. Nothing is added to requests to AWS, which would not use it.
 */
export class TraceParentPropagator implements TextMapPropagator {
  inject(_context: Context, _carrier: unknown, _setter: TextMapSetter): void {}

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = getter.get(carrier, 'traceparent');
    const parent = typeof header === 'string' ? readTraceparent(header) : undefined;
    return parent ? trace.setSpanContext(context, { ...parent, isRemote: true }) : context;
  }

  fields(): string[] {
    return ['traceparent'];
  }
}
