package ai.hokus.remediation.ports;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.model.Reading;
import java.util.List;
import java.util.Set;

/** CloudWatch's alarms. Nothing is thrown for what could not be read: the reading is partial. */
public interface AlarmBoard {

  /** Those of these names that there are, in the order of their names. No names cost no call. */
  Reading<List<Alarm>> alarms(Set<String> names);
}
