package ai.hokus.remediation.world;

import ai.hokus.remediation.model.Alarm;
import ai.hokus.remediation.ports.AlarmBoard;
import ai.hokus.remediation.ports.AlarmBoardContract;

class InMemoryAlarmBoardTest extends AlarmBoardContract {
  private final InMemoryAlarmBoard board = new InMemoryAlarmBoard();

  @Override
  protected AlarmBoard board() {
    return board;
  }

  @Override
  protected void metric(String name, Alarm.State state) {
    board.shows(name, state);
  }

  @Override
  protected void composite(String name, Alarm.State state) {
    board.shows(name, state);
  }

  @Override
  protected void disableActions(String name) {
    board.mutes(name);
  }

  @Override
  protected void suppress(String name) {
    board.mutes(name);
  }

  @Override
  protected void letFail() {
    board.refuses();
  }

  @Override
  protected void heal() {
    board.heals();
  }
}
