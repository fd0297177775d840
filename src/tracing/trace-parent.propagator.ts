import {
  trace,
  type Context,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { readTraceparent } from '../http/traceparent';

/**
 * Continues the trace that a caller names in `traceparent`, and tells nobody of it. Neither `tracestate` nor `baggage`
 * is read, which may carry anything; and nothing is added to what is sent to AWS, which would not use it.
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
