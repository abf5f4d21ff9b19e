import { isPlain } from './equal.js';
import type { TraitType } from './model.js';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

/** A day in the calendar as `YYYY-MM-DD`, the same in every time zone. */
export const date: TraitType<string> = {
  expects: 'a date as "YYYY-MM-DD"',
  parse: (value) => (typeof value === 'string' && parseDate(value) ? value : undefined),
  read: (wire) => (isPlain(wire) ? isoDate(wire) : undefined),
  write: (value) => parseDate(value),
};

/** A time of day as `HH:MM`, `HH:MM:SS` or `HH:MM:SS.mmm`. */
export const time: TraitType<string> = {
  expects: 'a time as "HH:MM" or "HH:MM:SS"',
  parse: (value) => (typeof value === 'string' ? isoTime(parseTime(value) ?? {}) : undefined),
  read: (wire) => (isPlain(wire) ? isoTime(wire) : undefined),
  write: (value) => parseTime(value),
};

/** A moment. */
export const datetime: TraitType<Date> = {
  expects: 'a Date',
  parse: (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined),
  read(wire) {
    const local = readLocal(wire);
    return local === undefined ? undefined : new Date(`${local}Z`);
  },
  write: (value) => writeLocal(value.toISOString().slice(0, -1)),
};

/** A date and a time of day as clocks show them, `YYYY-MM-DDTHH:MM:SS.mmm`, in no time zone. */
export const naiveDatetime: TraitType<string> = {
  expects: 'a date and time as "YYYY-MM-DDTHH:MM"',
  parse: (value) => (typeof value === 'string' ? readLocal(writeLocal(value)) : undefined),
  read: readLocal,
  write: writeLocal,
};

function readLocal(wire: unknown): string | undefined {
  if (!isPlain(wire)) return undefined;
  const [day, hour] = [isoDate(wire), isoTime(wire)];
  return day && hour ? `${day}T${hour}` : undefined;
}

function writeLocal(value: string): object | undefined {
  const [day = '', hour = ''] = value.split('T', 2);
  const [date, time] = [parseDate(day), parseTime(hour)];
  return date && time ? { ...date, ...time } : undefined;
}

function parseDate(text: string): { year: number; month: number; date: number } | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (day === undefined) return undefined;
  const parts = { year: Number(year), month: Number(month) - 1, date: Number(day) };
  return isoDate(parts) === text ? parts : undefined;
}

/** The wire's months count from 0. */
function isoDate({ year, month, date }: Record<string, unknown>): string | undefined {
  if (![year, month, date].every(Number.isInteger)) return undefined;
  const day = new Date(0);
  day.setUTCFullYear(Number(year), Number(month), Number(date));
  if (day.getUTCMonth() !== month || day.getUTCDate() !== date) return undefined;
  const iso = day.toISOString().slice(0, 10);
  return DATE.test(iso) ? iso : undefined;
}

function parseTime(text: string): Record<string, number> | undefined {
  const [, hours, minutes, seconds = '0', fraction = '0'] = TIME.exec(text) ?? [];
  if (minutes === undefined) return undefined;
  const parts = {
    hours: Number(hours),
    minutes: Number(minutes),
    seconds: Number(seconds),
    milliseconds: Number(fraction.padEnd(3, '0')),
  };
  return isoTime(parts) === undefined ? undefined : parts;
}

/** As short as the page's own: seconds and milliseconds only where there are any. */
function isoTime({ hours, minutes, seconds, milliseconds }: Record<string, unknown>) {
  const inRange = (value: unknown, end: number) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) < end;
  if (!inRange(hours, 24) || !inRange(minutes, 60)) return undefined;
  if (!inRange(seconds, 60) || !inRange(milliseconds, 1000)) return undefined;
  const pad = (value: unknown, length = 2) => String(value).padStart(length, '0');
  const short = `${pad(hours)}:${pad(minutes)}`;
  if (milliseconds) return `${short}:${pad(seconds)}.${pad(milliseconds, 3)}`;
  return seconds ? `${short}:${pad(seconds)}` : short;
}
