import * as v from 'valibot';
import { isDate } from '../conditions/operators/dates.js';
import { formed } from '../documents/shapes.js';

const dayForm = /^\d{4}-\d\d-\d\d$/;
/** A day of the calendar. */
export const date = v.pipe(
  formed(dayForm, 'a date such as 2027-03-31'),
  v.check(
    (day) => isDate(day) || !dayForm.test(day),
    ({ input }) => `there is no day ${input} in the calendar`,
  ),
);
