import { DomainError } from '../platform/errors.ts';

export class DepartmentNameTakenError extends DomainError {
  readonly rule = 'DEPARTMENT_NAME_TAKEN';
  constructor() {
    super('There is a department of this name in the same place already. Choose another name.');
  }
}

export class DepartmentTooDeepError extends DomainError {
  readonly rule = 'DEPARTMENT_TOO_DEEP';
  constructor(readonly limit: number) {
    super(`Departments lie at most ${limit} levels deep. Choose a place further up.`);
  }
}

export class DepartmentBelowItselfError extends DomainError {
  readonly rule = 'DEPARTMENT_BELOW_ITSELF';
  constructor() {
    super('A department cannot come to lie below itself. Choose another place.');
  }
}

export class DepartmentNotEmptyError extends DomainError {
  readonly rule = 'DEPARTMENT_NOT_EMPTY';
  constructor() {
    super('There are departments or people in it. Say with `moveToId` where they go.');
  }
}
